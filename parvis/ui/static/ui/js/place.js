// The back button goes back to where one was: a feed that had grown by [data-more] grows again up
// to the post that was on top, and that post stands where it stood.
import htmx from "../../vendor/htmx.js";

const KEY = `place:${location.pathname}${location.search}`;
const feed = () => document.querySelector("[data-keep-place]");
const returned = performance.getEntriesByType("navigation")[0]?.type === "back_forward";

addEventListener("pagehide", () => {
  const list = feed();
  if (!list) return;
  const top = [...list.querySelectorAll("article.post")].find((p) => p.getBoundingClientRect().bottom > 80);
  if (top) sessionStorage.setItem(KEY, JSON.stringify({ id: top.id, offset: top.getBoundingClientRect().top }));
});

async function find({ id, offset }) {
  for (let tries = 0; tries < 15; tries += 1) {
    const post = document.getElementById(id);
    if (post) return scrollBy({ top: post.getBoundingClientRect().top - offset, behavior: "instant" });
    const more = document.querySelector("[data-more]");
    if (!more) return;
    const grown = new Promise((done) => document.addEventListener("htmx:after:swap", done, { once: true }));
    htmx.trigger(more, more.matches("a, button") ? "click" : "intersect");
    await Promise.race([grown, htmx.timeout(3000)]);
  }
}

if (returned && feed()) {
  const kept = sessionStorage.getItem(KEY);
  if (kept) addEventListener("load", () => find(JSON.parse(kept)));
}
