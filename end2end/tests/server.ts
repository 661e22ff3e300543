// Starts and stops the program under test. The one place that knows its command line and its settings.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/** A running server with data of its own. */
export interface Site {
  /** Its address, without a slash at the end. */
  url: string;
  /** Where it keeps its data. */
  data: string;
  /** Where its mails land, one `.eml` file each. */
  outbox: string;
  /** What `popcorn demo` printed: the sign-ins of the demo's people. Nothing on an empty site. */
  demo: string;
  /** What the server has logged so far. */
  log(): string;
  /** Ends it at once, as a power cut does; its data stay for `serve`. */
  kill(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

function program(): string {
  const cache = process.env.POPCORN_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "popcorn");
  const target = process.env.CARGO_TARGET_DIR ?? join(cache, "target");
  const path = process.env.POPCORN_BIN ?? join(target, "debug", "popcorn");
  if (!existsSync(path)) throw new Error(`${path} is missing: \`make e2e\` builds it, or set POPCORN_BIN`);
  return path;
}

/** Only what is named here reaches the server: no setting of the developer's own. */
function environment(data: string, port: number): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    RUST_BACKTRACE: "1",
    POPCORN_DATA: data,
    POPCORN_LISTEN: `127.0.0.1:${port}`,
    POPCORN_BASE_URL: `http://127.0.0.1:${port}`,
    // With the page of all components in all their states.
    POPCORN_DEVELOPMENT: "on",
    // Journeys run at any hour; who wants quiet hours in one sets them.
    POPCORN_QUIET_HOURS: "off",
  };
}

function run(data: string, command: string): string {
  const done = spawnSync(program(), [command], { env: environment(data, 1), cwd: data, encoding: "utf8" });
  if (done.error) throw done.error;
  if (done.status !== 0) throw new Error(`popcorn ${command}: ${done.status ?? done.signal}\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

/** Makes a demo database once; every server starts with a copy. Gives the folder that holds it. */
export function seed(): string {
  const folder = mkdtempSync(join(tmpdir(), "popcorn-e2e-seed-"));
  run(folder, "migrate");
  writeFileSync(join(folder, "demo.txt"), run(folder, "demo"));
  return folder;
}

/** Starts a server with a fresh copy of the demo, or with nothing at all, and waits until it answers. */
export function start(seeded?: string, settings: NodeJS.ProcessEnv = {}): Promise<Site> {
  const data = mkdtempSync(join(tmpdir(), "popcorn-e2e-"));
  if (seeded) cpSync(seeded, data, { recursive: true });
  return serve(data, settings);
}

/** Starts a server on data that are there. */
export async function serve(data: string, settings: NodeJS.ProcessEnv = {}): Promise<Site> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(data, "server.log");
  const out = openSync(logFile, "w");
  const child = spawn(program(), ["serve"], { env: { ...environment(data, port), ...settings }, cwd: data, stdio: ["ignore", out, out] });
  const site: Site = {
    url,
    data,
    outbox: join(data, "outbox"),
    demo: existsSync(join(data, "demo.txt")) ? readFileSync(join(data, "demo.txt"), "utf8") : "",
    log: () => readFileSync(logFile, "utf8"),
    async kill() {
      const exit = new Promise<void>((done) => child.once("exit", () => done()));
      child.kill("SIGKILL");
      await exit;
    },
    async stop() {
      await ended(child);
      rmSync(data, { recursive: true, force: true });
    },
  };
  for (const until = Date.now() + 30_000; ; await pause(50)) {
    if (await fetch(`${url}/readyz`).then((r) => r.ok, () => false)) return site;
    if (child.exitCode !== null || Date.now() > until) {
      const log = site.log();
      await site.stop();
      throw new Error(`the server does not start:\n${log}`);
    }
  }
}

/** The lines of a server's log that tell of a panic; how such lines look: panic.log. */
export function panics(log: string): string[] {
  return log.split("\n").filter((line) => /\bpanic(ked)?\b/.test(line));
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise<void>((done) => child.once("exit", () => done()));
  child.kill("SIGTERM");
  const hard = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await exit;
  clearTimeout(hard);
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer().once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (address && typeof address === "object" ? done(address.port) : failed(new Error("no port"))));
    });
  });
}

export const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
