"use strict";
// The page reads without this. It adds: the language of the address (#en), a
// filter and a copy button for long tables.
(() => {
  const say = (key) => document.getElementById("words").content.getElementById("say-" + key).cloneNode(true);
  const english = document.getElementById("in-en");
  const arabic = document.getElementById("in-ar");
  const told = () => {
    document.documentElement.lang = english.checked ? "en" : "ar";
    document.documentElement.dir = english.checked ? "ltr" : "rtl";
  };
  if (location.hash === "#en") english.checked = true;
  for (const button of [english, arabic]) button.addEventListener("change", told);
  told();

  const visible = (cell) => {
    const hidden = document.documentElement.lang === "en" ? "ar" : "en";
    const copy = cell.cloneNode(true);
    copy.querySelectorAll(`.w[lang=${hidden}], .label`).forEach((part) => part.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  };
  const tsv = (table) =>
    [...table.querySelectorAll("thead tr, tr.event")]
      .filter((row) => !row.hidden)
      .map((row) => [...row.cells].map(visible).join("\t"))
      .join("\n");

  for (const table of document.querySelectorAll("table.events")) {
    const rows = [...table.querySelectorAll("tr.event")];
    const bar = document.createElement("p");
    bar.className = "tools";
    const label = document.createElement("label");
    label.append(say("filter"), " ");
    const field = document.createElement("input");
    field.type = "search";
    label.append(field);
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLowerCase();
      for (const row of rows) {
        const sources = row.nextElementSibling;
        const text = (row.textContent + sources.textContent).toLowerCase();
        row.hidden = sources.hidden = !text.includes(wanted);
      }
    });
    const copy = document.createElement("button");
    copy.type = "button";
    copy.append(say("copy"));
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(tsv(table));
      copy.replaceChildren(say("copied"));
      setTimeout(() => copy.replaceChildren(say("copy")), 2000);
    });
    bar.append(label, copy);
    table.parentElement.before(bar);
  }

  // A link to a row opens its sources.
  const follow = () => {
    const row = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (row && row.matches("tr.event")) row.nextElementSibling.querySelector("details").open = true;
  };
  addEventListener("hashchange", follow);
  follow();
})();
