// Photos of sheets, pixel by pixel: a light paper on a brown table, with marks like letters on it.

const [WIDTH, HEIGHT] = [960, 1280]

/** A letter of 8 × 12 pixels, all of the same height. */
const BLOCK = (x, y) => x < 6 && (y < 2 || y > 9 || x < 2 || x > 3)
/** Letters of which every other one rises, and lines that begin under each other and end where they like. */
const RISING = (x, y, n) => x < 6 && y > (n % 2 ? 5 : 0) && (y > 9 || x < 2 || x > 3)

/**
 * @param {{ left?: number, top?: number, width?: number, height?: number, paper?: number, light?: number, blur?: number, spot?: number, picture?: boolean,
 *   ground?: number[], fall?: number, shake?: number, letter?: (x: number, y: number, n: number) => boolean }} options blur: pixels to each side that are averaged; spot: radius of a mirrored lamp;
 *   fall: share of the light that is lost from the upper left to the lower right; shake: half the pixels moved downwards and to the right while it was taken
 */
export function sheet ({ left = 110, top = 90, width = 740, height = 1100, paper = 232, light = 1, blur = 0, spot = 0, picture = false, ground = [120, 86, 58], fall = 0, shake = 0, letter = BLOCK } = {}) {
  const data = new Uint8ClampedArray(WIDTH * HEIGHT * 4).fill(255)
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const [px, py] = [x - left, y - top]
      const inside = px >= 0 && py >= 0 && px < width && py < height
      let colour = inside ? [paper, paper, paper] : ground
      if (inside && picture && px > width * 0.7 && px < width * 0.95 && py > height * 0.2 && py < height * 0.7) colour = [190, 40, 40]
      else if (inside && isInk(px - 50, py - 50, width - 100, height - 100, letter)) colour = [30, 30, 34]
      const near = spot ? (spot - Math.hypot(x - WIDTH / 2, y - HEIGHT / 2)) * 6 : 0
      for (let i = 0; i < 3; i++) data[(y * WIDTH + x) * 4 + i] = Math.max(0, colour[i] * light * (1 - fall * (x + y) / (WIDTH + HEIGHT))) + Math.max(0, near)
    }
  }
  return { data: blur ? averaged(data, [4, WIDTH * 4], blur) : shake ? averaged(data, [WIDTH * 4 + 4], shake) : data, width: WIDTH, height: HEIGHT }
}

/** Words whose letters rise by turns, in lines that end where they like. */
export const alikeWords = () => sheet({ letter: RISING })

function isInk (x, y, width, height, letter) {
  if (x < 0 || y < 0 || y >= height) return false
  const [line, column] = [Math.floor(y / 26), Math.floor(x / 9)]
  const end = letter === RISING ? width * (0.6 + 0.37 * ((line * 7) % 10) / 10) : width
  return x < end && column % 7 !== 6 && y % 26 < 12 && letter(x % 9, y % 26, column)
}

/** Each pixel the mean of those up to `side` steps away; one step after the other. */
function averaged (data, steps, side) {
  return steps.reduce((from, step) => {
    const to = from.slice()
    for (let at = side * step; at < from.length - side * step; at++) {
      let sum = 0
      for (let d = -side; d <= side; d++) sum += from[at + d * step]
      to[at] = sum / (2 * side + 1)
    }
    return to
  }, data)
}

/** The image turned by so many right angles. */
export function turned ({ data, width, height }, quarters) {
  let image = { data, width, height }
  for (let n = 0; n < quarters; n++) {
    const { data: from, width: w, height: h } = image
    const to = new Uint8ClampedArray(from.length)
    for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) for (let i = 0; i < 4; i++) to[(x * h + h - 1 - y) * 4 + i] = from[(y * w + x) * 4 + i]
    image = { data: to, width: h, height: w }
  }
  return image
}
