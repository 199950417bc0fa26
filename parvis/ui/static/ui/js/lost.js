// On an error page: what was being written was not accepted, so its draft stays (see drafts.js);
// and where it is the network that is missing, the page is fetched anew when that is back.
import { whenBack } from "./online.js";

for (const key of Object.keys(sessionStorage)) if (key.startsWith("sent:")) sessionStorage.removeItem(key);
if (document.body.matches("[data-offline]")) whenBack(() => location.reload());
