// The scripts' own texts, translated by the server: <script type="application/json" id="words">.
const source = document.getElementById("words");
const words = source ? JSON.parse(source.textContent) : {};

/** The text called `key`, with `%s` replaced by `value`. */
export function word(key, value = "") {
  return (words[key] ?? key).replace("%s", value);
}
