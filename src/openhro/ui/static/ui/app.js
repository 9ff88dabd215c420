// Comforts for those with a script: keys, dialogs, theme, toasts, copying, dropping files.
// Every page works without this file. Nothing here evaluates text as code or writes HTML.
"use strict";

(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));

  // ---- Dialogs: data-dialog="id" on a button, or on a link whose page is the way without a script
  const openDialog = (id) => {
    const dialog = document.getElementById(id);
    if (!(dialog instanceof HTMLDialogElement)) return false;
    if (!dialog.open) dialog.showModal();
    return true;
  };

  // ---- Copy: data-copy="text", with its answer in data-copied
  const copy = async (button) => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const before = button.getAttribute("aria-label");
    const said = button.dataset.copied;
    if (!said) return;
    button.setAttribute("aria-label", said);
    button.classList.add("is-copied");
    setTimeout(() => {
      button.classList.remove("is-copied");
      if (before === null) button.removeAttribute("aria-label");
      else button.setAttribute("aria-label", before);
    }, 2000);
  };

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    const opener = target.closest("[data-dialog]");
    const plain = !(event.metaKey || event.ctrlKey || event.shiftKey);
    if (opener && plain && openDialog(opener.dataset.dialog)) event.preventDefault();
    const copier = target.closest("[data-copy]");
    if (copier) copy(copier);
    const dismiss = target.closest("[data-dismiss]");
    if (dismiss) dismiss.closest("[data-toast]")?.remove();
    // The backdrop belongs to the dialog element itself; its content is never the target of such a click.
    if (target instanceof HTMLDialogElement && target.matches(":modal")) target.close();
    for (const menu of all("details[data-menu][open]")) {
      if (!menu.contains(target)) menu.open = false;
    }
  });

  // ---- Theme: the form posts without a script; with one it changes at once and tells the server
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-theme-form]")) return;
    event.preventDefault();
    const chosen = event.submitter?.value ?? "";
    if (chosen) root.dataset.theme = chosen;
    else delete root.dataset.theme;
    for (const button of all("button[name=theme]")) {
      button.setAttribute("aria-pressed", String(button.value === chosen));
    }
    const body = new FormData(form);
    body.set("theme", chosen);
    fetch(form.action, { method: "POST", body, redirect: "manual" });
  });

  // ---- A form is sent once: a second click would be told that the first has done it already
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 5000);
  });

  // ---- Keys
  const typing = (node) => node instanceof HTMLElement && (node.isContentEditable || node.matches("input, textarea, select"));
  let waitingForGo = 0;

  const go = (key) => {
    const link = document.querySelector(`.side a[data-go="${CSS.escape(key)}"], .employee-nav a[data-go="${CSS.escape(key)}"]`);
    if (link instanceof HTMLAnchorElement) link.click();
  };

  const moveInQueue = (by) => {
    const rows = all(".queue-row a.queue-title");
    if (!rows.length) return;
    const now = rows.indexOf(document.activeElement);
    const next = now === -1 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(now + by, 0), rows.length - 1);
    rows[next].focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const menu of all("details[data-menu][open]")) {
        menu.open = false;
        menu.querySelector("summary")?.focus();
      }
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector("dialog:modal")) return;
    if (waitingForGo && Date.now() - waitingForGo < 1500) {
      waitingForGo = 0;
      event.preventDefault();
      go(event.key);
      return;
    }
    if (event.key === "g") waitingForGo = Date.now();
    else if (event.key === "j") moveInQueue(1);
    else if (event.key === "k") moveInQueue(-1);
    else if (event.key === "?") openDialog("keys");
    else if (event.key === "/") {
      const search = document.querySelector("[data-search]");
      if (search instanceof HTMLInputElement) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    }
  });

  // ---- Files: the whole field is the target, and says so while a file hovers over it
  const fileDrop = (event) => (event.target instanceof Element ? event.target.closest("[data-file-drop]") : null);
  document.addEventListener("dragover", (event) => {
    const drop = fileDrop(event);
    if (!drop) return;
    event.preventDefault();
    drop.classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => fileDrop(event)?.classList.remove("is-over"));
  document.addEventListener("drop", (event) => {
    const drop = fileDrop(event);
    if (!drop) return;
    drop.classList.remove("is-over");
    const input = drop.querySelector("input[type=file]");
    if (!(input instanceof HTMLInputElement) || !event.dataTransfer?.files.length) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // ---- Toasts leave by themselves, except problems and those that can be undone
  const quiet = (toast) => !toast.matches(".tone-bad") && !toast.querySelector("a");
  const dismissLater = () => {
    for (const toast of all("#toasts [data-toast]:not([data-seen])")) {
      toast.dataset.seen = "";
      if (quiet(toast)) setTimeout(() => toast.remove(), 8000);
    }
  };

  const ready = () => {
    for (const node of all(".needs-script")) node.hidden = false;
    document.querySelector("[data-focus]")?.focus();
    dismissLater();
  };

  document.addEventListener("htmx:afterSettle", dismissLater);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
})();
