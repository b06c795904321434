/** Which pixels of a picture a point on the screen means, and their colour. */

const REACH = 2; // to each side: five by five pixels, so that one grain of noise is no colour

export const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The mean of what is seen about a point; at an edge of fewer pixels. @param at fractions of the picture */
export function averaged({ data, width, height }, at) {
  const [column, row] = [Math.min(width - 1, Math.floor(at.x * width)), Math.min(height - 1, Math.floor(at.y * height))];
  const sum = [0, 0, 0, 0];
  for (let y = Math.max(0, row - REACH); y <= Math.min(height - 1, row + REACH); y += 1) {
    for (let x = Math.max(0, column - REACH); x <= Math.min(width - 1, column + REACH); x += 1) {
      const i = 4 * (y * width + x);
      const seen = data[i + 3];
      for (const part of [0, 1, 2]) sum[part] += data[i + part] * seen;
      sum[3] += seen;
    }
  }
  return sum.slice(0, 3).map((part) => (sum[3] ? Math.round(part / sum[3]) : 255));
}

export const hexOf = (parts) => `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;

/**
 * Between the screen and fractions of the picture.
 * @param frame {middle, width, height, rotation, fit, shape}: the element's box before it is turned, and how it is filled
 */
export function inFrame({ middle, width, height, rotation = 0, fit = "fill", shape }) {
  const larger = width / height > shape;
  const byWidth = fit === "cover" ? larger : !larger;
  const size = fit === "fill" ? { width, height } : byWidth ? { width, height: width / shape } : { width: height * shape, height };
  const angle = (rotation * Math.PI) / 180;
  const turn = ({ x, y }, by) => ({ x: x * Math.cos(by) - y * Math.sin(by), y: x * Math.sin(by) + y * Math.cos(by) });
  return {
    toPicture({ x, y }) {
      const arm = turn({ x: x - middle.x, y: y - middle.y }, -angle);
      return { x: arm.x / size.width + 0.5, y: arm.y / size.height + 0.5 };
    },
    toScreen({ x, y }) {
      const arm = turn({ x: (x - 0.5) * size.width, y: (y - 0.5) * size.height }, angle);
      return { x: middle.x + arm.x, y: middle.y + arm.y };
    },
  };
}
