/**
 * Beside the page: what a picture is known by, and a small one of it to show meanwhile. One picture at a time, so that
 * twenty of 24 million pixels each never lie unpacked together. A worker has no import map, so it imports nothing.
 *
 * Asked {id, file}; answers {id, sha256, small, shape}: the hash of the bytes ("" where the page is not secure), a Blob
 * of at most 320 pixels (null where the browser cannot read it) and its width to its height.
 */
const SMALL_PX = 320;
const HASHED_MOST = 64 * 1024 * 1024;
let last = Promise.resolve();

self.addEventListener("message", ({ data }) => {
  last = last.then(() => looked(data)).catch(() => ({ id: data.id, sha256: "", small: null, shape: 0 })).then((found) => self.postMessage(found));
});

async function looked({ id, file }) {
  const sha256 = await hash(file);
  const { small, shape } = await shrunk(file).catch(() => ({ small: null, shape: 0 }));
  return { id, sha256, small, shape };
}

async function hash(file) {
  if (!self.crypto?.subtle || file.size > HASHED_MOST) return "";
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function shrunk(file) {
  const bitmap = await createImageBitmap(file, { resizeWidth: SMALL_PX, resizeQuality: "medium" });
  const shape = bitmap.width / bitmap.height;
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext("2d").drawImage(bitmap, 0, 0);
  bitmap.close();
  return { small: await canvas.convertToBlob({ type: "image/webp", quality: 0.8 }), shape };
}
