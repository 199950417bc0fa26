// Emoji by name and group, in the page's language, from the package's own files; loaded once asked.
let loading;

function database() {
  loading ??= import("../../vendor/emoji/database.js").then(({ default: Database }) => {
    const locale = document.documentElement.lang.startsWith("fr") ? "fr" : "en";
    const dataSource = new URL(`../../vendor/emoji/data/${locale}.json`, import.meta.url).href;
    return new Database({ locale, dataSource });
  });
  return loading;
}

const offer = (found) => ({
  emoji: found.unicode,
  text: found.unicode,
  label: found.annotation ?? found.shortcodes?.[0] ?? found.unicode,
  hint: "",
});

/** The emoji whose names begin like `query`. */
export async function searchEmoji(query) {
  return (await (await database()).getEmojiBySearchQuery(query)).map(offer);
}

/** The emoji of one group (0 faces, 1 people, 3 nature, … 9 flags). */
export async function emojiOfGroup(group) {
  return (await (await database()).getEmojiByGroup(group)).map(offer);
}
