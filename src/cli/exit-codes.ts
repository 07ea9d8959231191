/** How the commands of the command line end, besides 0 for well. */

/** Something was found that needs somebody, or was refused. */
export const FOUND = 1;
/** The command was not understood (EX_USAGE of sysexits.h). */
export const NOT_UNDERSTOOD = 64;
/** The database cannot be reached or is busy: try again (EX_TEMPFAIL). */
export const TRY_AGAIN = 75;
/** The settings or the folder cannot be worked with (EX_CONFIG). */
export const CONFIGURATION = 78;
