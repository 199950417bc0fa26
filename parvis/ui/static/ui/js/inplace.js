// Edit, share and remove have pages of their own; with scripts they open where the post stands:
// the form takes the place of the words, share and remove come as a dialog.
import htmx from "../../vendor/htmx.js";
import { busy, show } from "./dialogs.js";

const DEED = /^\/posts\/(\d+)\/(edit|share|remove)$/;
// What was begun and put aside is there again when the form is opened again.
const aside = new Map();

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.("a[href]");
  const cancels = link?.matches("[data-cancel]") && link.closest("[data-post] .post-edit, dialog");
  if (cancels) {
    event.preventDefault();
    return cancels.matches("dialog") ? cancels.close() : stop(cancels);
  }
  const deed = link?.origin === location.origin && DEED.exec(link.pathname);
  const post = deed && link.closest("[data-post]");
  if (!post) return;
  event.preventDefault();
  const own = document.getElementById(`post-${deed[1]}`) ?? post;
  (deed[2] === "edit" ? edit(own, link) : ask(own, link, deed[2])).catch(() => location.assign(link.href));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
  const form = event.target.closest?.("[data-post] .post-edit");
  if (!form) return;
  event.preventDefault();
  stop(form);
});

async function fetched(link, query = "") {
  const menu = link.closest(".menu")?.querySelector("summary"); // a choice that is made closes its menu
  const answer = await busy([menu ?? link], fetch(link.pathname + query, { headers: { "HX-Request": "true" } }));
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  const box = document.createElement("div");
  box.innerHTML = await answer.text();
  return box;
}

async function edit(post, link) {
  if (post.classList.contains("is-editing")) return;
  const whole = post.getAttribute("hx-get")?.endsWith("?whole") ? "?whole" : "";
  const form = aside.get(post.id) ?? (await fetched(link, whole)).querySelector("form");
  aside.delete(post.id);
  const above = post.querySelector(":scope > .post-header, :scope > .comment-main > .comment-bubble");
  post.classList.add("is-editing");
  above.after(form);
  htmx.process(form);
  const field = form.querySelector("textarea");
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

function stop(form) {
  const post = form.closest("[data-post]");
  aside.set(post.id, form);
  post.classList.remove("is-editing");
  form.remove();
  summaryOf(post)?.focus();
}

// Saved: what the answer shows may take the form's place.
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement;
  if (!form?.matches?.(".post-edit") || ctx.response.status >= 400) return;
  form.closest("[data-post]")?.classList.remove("is-editing");
});

async function ask(post, link, deed) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.append(...(await fetched(link)).childNodes);
  dialog.setAttribute("aria-labelledby", dialog.querySelector("h2").id);
  document.body.append(dialog);
  htmx.process(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    const back = deed === "share" && link.isConnected && link.checkVisibility() ? link : summaryOf(post);
    (back?.isConnected ? back : document.getElementById("content"))?.focus();
  });
  show(dialog);
}

const summaryOf = (post) => post.querySelector(".post-menu > summary");
