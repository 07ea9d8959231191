/** Addresses at which programs have been known to give away more than they should. */
const known = `
.env .env.local .env.production .git/HEAD .git/config .git/index .gitignore .svn/entries .hg/store .DS_Store .htaccess .htpasswd .npmrc .ssh/id_rsa
.well-known/security.txt .well-known/openid-configuration .well-known/change-password admin admin/ administrator login phpmyadmin phpinfo.php info.php
wp-login.php wp-admin/ xmlrpc.php server-status server-info actuator actuator/env actuator/health metrics prometheus debug debug/pprof console
graphql api api/ api/v1 api/users swagger swagger.json swagger-ui.html openapi.json v2/api-docs docs reference health status ready live version
package.json package-lock.json node_modules/ node_modules/fastify/package.json tsconfig.json src/ src/webd.ts src/compose.ts migrations/ tools/
test/ README.md SECURITY.md CHANGELOG.md LICENSE Dockerfile compose.yaml docker-compose.yml Caddyfile
data data/ data/schoolgate.db schoolgate.db schoolgate.db-wal schoolgate.sqlite database.sqlite db.sqlite3 dump.sql backup backup.zip backup.tar.gz
backup.sql backups backups/ backups/latest schoolgate.tar schoolgate.tar.zst.age keys keys/ keys/web.key casework.key keys/casework.key web.key
demo-password.txt demo-authenticators.txt logs logs/ logs/web.log logs/filter.log web.log filter.log error.log access.log mail mail/ files files/ uploads
uploads/ sites sites/main sites/main/app-to-filter tmp temp cache core core.1 id_rsa server.key tls.key privkey.pem
assets assets/ assets/../package.json assets/%2e%2e/package.json assets/..%2f..%2fpackage.json assets/..%252f..%252fpackage.json
assets/%2e%2e%2f%2e%2e%2fpackage.json assets//etc/passwd assets/js/ assets/fonts/ assets/schoolgate.css.map assets/.env static/ public/ favicon.ico robots.txt
sitemap.xml crossdomain.xml clientaccesspolicy.xml ../etc/passwd ..%2fetc%2fpasswd %2e%2e/%2e%2e/etc/passwd etc/passwd proc/self/environ
incidents/1 incidents/../people people/../admin ;/people //people people%00 people%2f people.json people.csv people.bak people~ incidents.csv
set-up set-up/x setup install installer reset password-reset forgot register signup sign-up account/export export export.csv audit audit.json
filtering/ruleset filtering/keys gate/sign-in healthz healthz/ trace TRACE options`;

/** One a line, as the scanner reads them. */
export const paths: readonly string[] = known.split(/\s+/).filter((path) => path !== '');
