// The one entry: htmx and our small modules. Relative imports, so that no map is needed.
import "./requests.js";
import "../../vendor/relative-time.js";
import "./menus.js";
import "./dialogs.js";
import "./fields.js";
import "./drafts.js";
import "./expander.js";
import "./upload.js";
import "./emoji.js";
import "./react.js";
import "./inplace.js";
import "./keys.js";
import "./lightbox.js";
import "./live.js";
import "./place.js";
