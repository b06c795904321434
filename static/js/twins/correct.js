/** What was found on a plate, with handles: each is bound to the two numbers that the form sends. */

import { asText, closer, lampAt, lampFrom, placed, stepped } from "./handles.js";

const BONES = [
  ["nose", "neck"], ["neck", "pelvis"],
  ...["left", "right"].flatMap((side) => [
    ["neck", `${side}_shoulder`], [`${side}_shoulder`, `${side}_elbow`], [`${side}_elbow`, `${side}_wrist`],
    ["pelvis", `${side}_hip`], [`${side}_hip`, `${side}_knee`], [`${side}_knee`, `${side}_ankle`],
  ]),
];
const VEIL = [28, 28, 27, 150];

export function start(main) {
  const lying = main.querySelector("[data-lying]");
  const form = main.querySelector("[data-corrects]");
  if (!lying || !form) return;
  const page = { main, lying, form, done: [], handles: new Map(), strokes: [] };
  page.undo = form.querySelector("[data-undo]");
  for (const row of form.querySelectorAll("[data-point]")) addPoint(page, row);
  addFloor(page);
  addLamp(page);
  const outline = startOutline(page);
  const show = () => showMode(page, form.elements.show.value, outline);
  form.querySelector("[data-modes]").hidden = false;
  form.querySelector("[data-modes]").addEventListener("change", show);
  for (const button of [page.undo, form.querySelector("[data-afresh]")]) button.hidden = false;
  page.undo.addEventListener("click", () => takeBack(page));
  form.querySelector("[data-afresh]").addEventListener("click", () => { while (page.done.length) takeBack(page); });
  form.addEventListener("input", () => place(page));
  main.ownerDocument.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && page.done.length) {
      event.preventDefault();
      takeBack(page);
    }
  });
  form.elements.show.value = "pose";
  show();
}

function remember(page, back) {
  page.done.push(back);
  page.undo.disabled = false;
}

function takeBack(page) {
  page.done.pop()?.();
  page.undo.disabled = !page.done.length;
  place(page);
}

/** A handle on the picture. read and write: where it lies, in hundredths. */
function addHandle(page, name, label, group, { read, write }) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "handle", title: label });
  button.dataset.group = group;
  button.dataset.handle = name;
  button.setAttribute("aria-label", label);
  page.lying.append(button);
  page.handles.set(name, { button, read });
  const move = (at) => { write(at); place(page); };
  let from = null;
  button.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    button.focus();
    button.setPointerCapture(event.pointerId);
    from = read();
  });
  button.addEventListener("pointermove", (event) => {
    if (from) move(placed({ x: event.clientX, y: event.clientY }, page.lying.getBoundingClientRect()));
  });
  const end = () => {
    if (!from) return;
    const before = from;
    from = null;
    const now = read();
    if (before.x !== now.x || before.y !== now.y) remember(page, () => write(before));
  };
  button.addEventListener("pointerup", end);
  button.addEventListener("pointercancel", end);
  button.addEventListener("keydown", (event) => {
    const before = read();
    const at = stepped(before, event.key, event.shiftKey);
    if (!at) return;
    event.preventDefault();
    move(at);
    remember(page, () => write(before));
  });
}

function addPoint(page, row) {
  const [x, y] = row.querySelectorAll("input");
  addHandle(page, row.dataset.point, row.querySelector("span").textContent, row.dataset.group, {
    read: () => ({ x: Number(x.value), y: Number(y.value) }),
    write: (at) => { x.value = at.x.toFixed(2); y.value = at.y.toFixed(2); },
  });
}

function addFloor(page) {
  const { floor } = page.form.elements;
  addHandle(page, "floor", page.main.querySelector("[data-words]").dataset.floor, "ground", {
    read: () => ({ x: 50, y: floor.value === "" ? 98 : Number(floor.value), unset: floor.value === "" }),
    write: (at) => { floor.value = at.unset ? "" : at.y.toFixed(2); },
  });
  page.handles.get("floor").button.classList.add("floor");
}

function addLamp(page) {
  const [x, y] = [page.form.elements["light.x"], page.form.elements["light.y"]];
  addHandle(page, "lamp", page.main.querySelector("[data-words]").dataset.light, "ground", {
    read: () => ({ ...lampAt({ x: Number(x.value || 0), y: Number(y.value || 50) }), unset: x.value === "" }),
    write: (at) => {
      const lamp = lampFrom(at);
      x.value = at.unset ? "" : lamp.x;
      y.value = at.unset ? "" : lamp.y;
    },
  });
  page.handles.get("lamp").button.classList.add("lamp");
}

function place(page) {
  for (const { button, read } of page.handles.values()) {
    const at = read();
    button.style.left = `${at.x}%`;
    button.style.top = `${at.y}%`;
  }
  const at = (name) => page.handles.get(`pose.${name}`)?.read();
  const lines = BONES.filter(([from, to]) => at(from) && at(to))
    .map(([from, to]) => `M${at(from).x} ${at(from).y}L${at(to).x} ${at(to).y}`);
  const svg = page.lying.querySelector("[data-bones]");
  const path = svg.firstElementChild ?? svg.appendChild(document.createElementNS(svg.namespaceURI, "path"));
  path.setAttribute("d", lines.join(""));
}

function showMode(page, mode, outline) {
  page.lying.dataset.mode = mode;
  for (const { button } of page.handles.values()) button.hidden = button.dataset.group !== mode;
  for (const part of page.form.querySelectorAll("[data-says]")) {
    part.hidden = !part.dataset.says.split(" ").includes(mode);
  }
  const face = [...page.handles].filter(([name]) => name.startsWith("face.")).map(([, { read }]) => read());
  const near = mode === "face" && face.length ? closer(face) : { zoom: 1, x: 50, y: 50 };
  page.lying.style.setProperty("--zoom", near.zoom);
  page.lying.style.transformOrigin = "0 0";
  page.lying.style.transform = near.zoom === 1
    ? "none"
    : `scale(${near.zoom}) translate(${50 / near.zoom - near.x}%, ${50 / near.zoom - near.y}%)`;
  outline?.show(mode === "outline");
  place(page);
}

/** The outline as a veil over what is not her, and a brush for it. */
function startOutline(page) {
  const veil = page.lying.querySelector("[data-veil]");
  const address = page.lying.dataset.outline;
  if (!veil || !address) return null;
  const mask = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const picture = new Image();
  let brush = { x: 50, y: 50, down: false };
  let stroke = null;
  const across = () => Number(page.form.elements.across.value) / 400;

  function lay({ adds, width, points }) {
    const [w, h] = [mask.canvas.width, mask.canvas.height];
    mask.strokeStyle = mask.fillStyle = adds ? "#fff" : "#000";
    mask.lineWidth = width * w;
    mask.lineCap = mask.lineJoin = "round";
    mask.beginPath();
    points.forEach(({ x, y }, index) => mask[index ? "lineTo" : "moveTo"]((x * w) / 100, (y * h) / 100));
    if (points.length === 1) mask.lineTo((points[0].x * w) / 100 + 0.01, (points[0].y * h) / 100);
    mask.stroke();
  }
  function draw() {
    mask.globalCompositeOperation = "source-over";
    mask.drawImage(picture, 0, 0);
    for (const each of page.strokes) lay(each);
    if (stroke) lay(stroke);
    const seen = mask.getImageData(0, 0, mask.canvas.width, mask.canvas.height);
    for (let at = 0; at < seen.data.length; at += 4) {
      const outside = 1 - seen.data[at] / 255;
      seen.data.set([VEIL[0], VEIL[1], VEIL[2], VEIL[3] * outside], at);
    }
    const paint = veil.getContext("2d");
    paint.putImageData(seen, 0, 0);
    paint.beginPath();
    paint.lineWidth = Math.max(1, veil.width / 500);
    paint.strokeStyle = getComputedStyle(veil).color;
    paint.arc((brush.x * veil.width) / 100, (brush.y * veil.height) / 100, (across() * veil.width) / 2, 0, 7);
    paint.stroke();
  }
  let asked = 0;
  const later = () => { asked ||= requestAnimationFrame(() => { asked = 0; draw(); }); };
  function begin() {
    stroke = { adds: page.form.elements.brush.value === "add", width: across(), points: [{ x: brush.x, y: brush.y }] };
  }
  function finish() {
    if (!stroke) return;
    const made = stroke;
    stroke = null;
    page.strokes.push(made);
    const keep = () => { page.form.elements.strokes.value = asText(page.strokes); later(); };
    keep();
    remember(page, () => { page.strokes = page.strokes.filter((each) => each !== made); keep(); });
  }
  function goTo(at) {
    brush = { ...brush, ...at };
    if (stroke && stroke.points.length < 600) stroke.points.push(at);
    later();
  }
  const under = (event) => placed({ x: event.clientX, y: event.clientY }, veil.getBoundingClientRect());
  veil.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    veil.focus();
    veil.setPointerCapture(event.pointerId);
    goTo(under(event));
    begin();
    later();
  });
  veil.addEventListener("pointermove", (event) => goTo(under(event)));
  veil.addEventListener("pointerup", finish);
  veil.addEventListener("pointercancel", finish);
  veil.addEventListener("keydown", (event) => {
    const at = stepped(brush, event.key, event.shiftKey);
    if (event.key !== " " && !at) return;
    event.preventDefault();
    if (at) return goTo(at);
    if (stroke) finish();
    else begin();
    later();
  });
  page.form.elements.across.addEventListener("input", later);
  picture.addEventListener("load", () => {
    for (const canvas of [mask.canvas, veil]) [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
    draw();
  });
  picture.src = address;
  return { show: (on) => { veil.hidden = !on; } };
}
