// The one entry: htmx and our small modules. Relative imports, so that no map is needed.
import "../../vendor/htmx.js";
import "../../vendor/relative-time.js";
