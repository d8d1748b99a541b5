"use strict";
// Small comforts only: every step also works without this file, except dropping files.
const said = document.getElementById("said");
function say(text) { said.textContent = text; setTimeout(() => { said.textContent = ""; }, 6000); }

// The program ends with its last window: this connection tells it that one is open.
if (!("ended" in document.body.dataset)) new EventSource("/alive");

for (const form of document.querySelectorAll("form[data-open]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch("/open", { method: "POST", body: new URLSearchParams(new FormData(form)) });
    say(answer.ok ? "正在打开…" : "打不开，请到工作文件夹里找");
  });
}

// Once is enough: a second click on 开始 does nothing.
for (const form of document.querySelectorAll("form[data-ask]")) {
  form.addEventListener("submit", () => { form.querySelector(".go").disabled = true; });
}
addEventListener("pageshow", () => { for (const one of document.querySelectorAll(".go")) one.disabled = false; });

const job = document.querySelector("[data-job]");
if (job) {
  const bar = document.getElementById("bar"), stage = document.getElementById("stage"), left = document.getElementById("left");
  const look = async () => {
    let now;
    try { now = await (await fetch(`/job/${job.dataset.job}/state`)).json(); }
    catch { stage.textContent = "程序没有回应，可能已经关闭"; return; }
    if (!now.running) { location.reload(); return; }
    stage.textContent = now.total ? `${now.stage} ${now.done}/${now.total}` : `${now.stage}…`;
    if (now.total) { bar.max = now.total; bar.value = now.done; } else { bar.removeAttribute("value"); }
    left.textContent = `已用 ${now.seconds} 秒` + (now.left === null ? "" : `，大约还要 ${now.left} 秒`);
    setTimeout(look, 500);
  };
  look();
}

async function receive(files, names, field) {
  if (!files.length) return;
  say(`正在收下 ${files.length} 个文件…`);
  const body = new FormData();
  files.forEach((file, at) => { body.append("names", names[at]); body.append("files", file, "file"); });
  const answer = await fetch("/receive", { method: "POST", body });
  if (!answer.ok) { say("没有收下，请把文件直接放进工作文件夹"); return; }
  const put = await answer.json(), input = document.getElementById(`f-${field}`);
  if (input.tagName === "SELECT") {
    for (const option of input.options) option.selected = false;
    for (const path of put.files) input.add(new Option(path, path, true, true), 0);
  } else { input.value = put.folder; }
  say(`收下了 ${put.files.length} 个文件，放在 ${put.folder}`);
}

for (const input of document.querySelectorAll("[data-receive]")) {
  input.addEventListener("change", () => {
    const files = [...input.files];
    receive(files, files.map((one) => one.webkitRelativePath || one.name), input.dataset.receive);
  });
}

async function walk(entry, path, found) {
  if (entry.isFile) {
    found.push([await new Promise((done, failed) => entry.file(done, failed)), path + entry.name]);
  } else {
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!some.length) break;
      for (const one of some) await walk(one, `${path}${entry.name}/`, found);
    }
  }
}

for (const target of document.querySelectorAll("[data-drop]")) {
  const field = target.closest(".field");
  field.addEventListener("dragover", (event) => { event.preventDefault(); field.classList.add("over"); });
  field.addEventListener("dragleave", () => field.classList.remove("over"));
  field.addEventListener("drop", async (event) => {
    event.preventDefault();
    field.classList.remove("over");
    const found = [], entries = [...event.dataTransfer.items].map((one) => one.webkitGetAsEntry()).filter(Boolean);
    for (const entry of entries) await walk(entry, "", found);
    receive(found.map((one) => one[0]), found.map((one) => one[1]), target.name);
  });
}
