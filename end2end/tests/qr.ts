// Reads the QR code of a ticket from the page, as a phone's camera would: module by module.
// Enough of ISO 18004 for what a ticket is: versions 2 and 3 with one block of data, no damage to repair.

/** The text in an SVG path of runs, `M{x} {y}h{n}v1h-{n}z`. */
export function readQr(path: string): string {
  const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].map((run) => run.slice(1).map(Number));
  const size = Math.max(...runs.map(([x, , n]) => x + n));
  const dark = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  for (const [x, y, n] of runs) dark[y].fill(true, x, x + n);
  return text(bits(dark, MASKS[mask(dark)]));
}

const MASKS: ((row: number, column: number) => boolean)[] = [
  (r, c) => (r + c) % 2 === 0,
  (r) => r % 2 === 0,
  (_, c) => c % 3 === 0,
  (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0,
  (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0,
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0,
  (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
];

/** Bits 12 to 10 of the format, which stands beside the upper left finder. */
function mask(dark: boolean[][]): number {
  const [a, b, c] = [dark[8][2], dark[8][3], dark[8][4]].map(Number);
  return ((a << 2) | (b << 1) | c) ^ 0b101;
}

/** The data in its order: two columns at a time from the right, up and down in turn, around what is not data. */
function bits(dark: boolean[][], masked: (row: number, column: number) => boolean): string {
  const size = dark.length;
  const taken = (r: number, c: number) =>
    (r < 9 && c < 9) || (r < 9 && c >= size - 8) || (r >= size - 8 && c < 9) || r === 6 || c === 6 ||
    (Math.abs(r - (size - 7)) <= 2 && Math.abs(c - (size - 7)) <= 2);
  let all = "";
  let up = true;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let i = 0; i < size; i++) {
      const r = up ? size - 1 - i : i;
      for (const c of [right, right - 1]) if (!taken(r, c)) all += dark[r][c] !== masked(r, c) ? "1" : "0";
    }
    up = !up;
  }
  return all;
}

const ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

function text(bits: string): string {
  let at = 0;
  const take = (n: number) => parseInt(bits.slice(at, (at += n)), 2);
  let out = "";
  for (;;) {
    const mode = take(4);
    if (mode === 0b0001) {
      for (let n = take(10); n > 0; n -= 3) out += String(take([0, 4, 7, 10][Math.min(n, 3)])).padStart(Math.min(n, 3), "0");
    } else if (mode === 0b0010) {
      for (let n = take(9); n > 0; n -= 2) {
        const pair = n > 1 ? take(11) : take(6);
        out += n > 1 ? ALPHANUMERIC[Math.floor(pair / 45)] + ALPHANUMERIC[pair % 45] : ALPHANUMERIC[pair];
      }
    } else if (mode === 0b0100) {
      for (let n = take(8); n > 0; n--) out += String.fromCharCode(take(8));
    } else {
      return out;
    }
  }
}
