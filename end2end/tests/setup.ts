// Once before all journeys: the demo database that every server starts from.
import { rmSync } from "node:fs";
import { seed } from "./server";

export default function setup() {
  const folder = seed();
  process.env.POPCORN_E2E_SEED = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
