// The back button goes back to where one was: a feed that had grown page by page grows again up to
// the post that was on top, and that post stands where it stood.
import htmx from "../../vendor/htmx.js";

const KEY = `place:${location.pathname}${location.search}`;
const MORE = ".pager a[rel=next][hx-get]";
const returned = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
const kept = sessionStorage.getItem(KEY);

addEventListener("pagehide", () => {
  const top = [...document.querySelectorAll(".feed > article.post")]
    .find((post) => post.getBoundingClientRect().bottom > 80);
  if (!top) return;
  const place = { id: top.id, offset: top.getBoundingClientRect().top };
  sessionStorage.setItem(KEY, JSON.stringify(place));
});

async function find({ id, offset }) {
  for (let tries = 0; tries < 15; tries += 1) {
    const post = document.getElementById(id);
    if (post) {
      scrollBy({ top: post.getBoundingClientRect().top - offset, behavior: "instant" });
      return;
    }
    const more = document.querySelector(MORE);
    if (!more) return;
    const grown = new Promise((done) => {
      document.addEventListener("htmx:after:swap", done, { once: true });
    });
    htmx.trigger(more, "click");
    await Promise.race([grown, htmx.timeout(3000)]);
  }
}

if (returned && kept) {
  history.scrollRestoration = "manual";
  addEventListener("load", () => setTimeout(() => find(JSON.parse(kept))));
}
