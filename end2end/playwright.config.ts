// Journeys in a phone-sized browser, each with the application and without any JavaScript.
import { defineConfig } from "@playwright/test";

export const phone = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  locale: "en",
  launchOptions: {
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    // No calls home, so that a closed network makes no noise.
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  },
};

export default defineConfig({
  testDir: "./tests",
  outputDir: "./test-results",
  globalSetup: "./tests/setup.ts",
  forbidOnly: !!process.env.CI,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: process.env.POPCORN_E2E_REPORT
    ? [["list"], ["json", { outputFile: process.env.POPCORN_E2E_REPORT }], ["./tests/last.ts"]]
    : [["list"], ["./tests/last.ts"]],
  use: { actionTimeout: 10_000, navigationTimeout: 30_000, screenshot: "only-on-failure", trace: "off" },
  projects: process.env.POPCORN_SCREENSHOTS
    ? [{ name: "screenshots", testDir: "./screenshots", use: { ...phone } }]
    : [
        // What only one of them can show says so by its tag.
        { name: "wasm", grepInvert: /@no-js/, use: { ...phone } },
        { name: "no-js", grepInvert: /@wasm/, use: { ...phone, javaScriptEnabled: false } },
      ],
});
