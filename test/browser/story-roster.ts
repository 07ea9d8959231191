/** The roster of the story's school: two classes, three pupils, four adults, as a records system exports it. Every name is made up. */
export const roster = {
  orgs: 'sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\nS1,active,,Larkhill Primary,school,,\n',
  users: [
    'sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password',
    'P1,active,,true,S1,student,robin.ash,,Robin,Ash,,,,,,C1,05,',
    'P2,active,,true,S1,student,wren.holt,,Wren,Holt,,,,,,,05,',
    'P3,active,,true,S1,student,jay.moss,,Jay,Moss,,,,,,,02,',
    'T1,active,,true,S1,teacher,,,Linnet,Crane,,,l.crane@larkhill.example,,,,,',
    'T2,active,,true,S1,teacher,,,Merle,Finch,,,m.finch@larkhill.example,,,,,',
    'T3,active,,true,S1,teacher,,,Piper,Rook,,,p.rook@larkhill.example,,,,,',
    'C1,active,,true,S1,parent,,,Sandy,Ash,,,s.ash@home.example,,,P1,,',
    '',
  ].join('\n'),
  classes: [
    'sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods',
    'K5,active,,Year 5,05,,,homeroom,,S1,,,,',
    'K2,active,,Year 2,02,,,homeroom,,S1,,,,',
    '',
  ].join('\n'),
  enrollments: [
    'sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate',
    'E1,active,,K5,S1,P1,student,,,',
    'E2,active,,K5,S1,P2,student,,,',
    'E3,active,,K2,S1,P3,student,,,',
    'E4,active,,K5,S1,T1,teacher,true,,',
    'E5,active,,K2,S1,T2,teacher,true,,',
    '',
  ].join('\n'),
} as const;
