// Every page works without this file. It marks the page as able to run scripts, so that the styles may fold the menu
// away on a phone, and starts the GOV.UK components that are on the page, and the buttons for passkeys.
import { initAll } from './govuk-frontend.min.js';
import { startPasskeys } from './passkeys.js';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
initAll();
startPasskeys();
