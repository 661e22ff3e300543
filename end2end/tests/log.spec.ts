// The watch over the server's log sees what the server writes. No page is opened.
import { expect, test } from "@playwright/test";
import { readFileSync } from "node:fs";
import { panics } from "./server";

test("a panic in the server's log fails the journey", { tag: "@wasm" }, () => {
  // Captured lines; a test of server/src/logging.rs holds the server to the same file.
  const captured = readFileSync(new URL("panic.log", import.meta.url), "utf8");
  const lines = captured.trim().split("\n");
  expect(lines.length).toBeGreaterThan(0);
  expect(panics(captured)).toEqual(lines);
  expect(panics(`${lines[0]}\n2026-11-22T09:00:00Z ERROR popcorn::http::trace: panicked`)).toHaveLength(2);
  expect(panics("2026-11-22T09:00:00Z INFO popcorn::serve: told to end\n")).toEqual([]);
});
