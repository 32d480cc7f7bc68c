#!/usr/bin/env bash
# The B2B client of @stytch/vanilla-js requests the connected apps of a member at a path that does not exist:
# `organization.members.getConnectedApps` leaves out the slash after `/sdk/v1`. Other calls have it. In addition, each request
# sends another `persistent_id` in the header X-SDK-Client, so that the id does not connect the requests of one browser.
#
# Seen with @stytch/vanilla-js 6.3.0 on Node 20; needs npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts @stytch/vanilla-js@6.3.0
cat >see.js <<'JAVASCRIPT'
// Runs the client in a minimal imitation of a browser, with a `fetch` that records each request.
const fs = require("fs");
const vm = require("vm");

const kept = new Map();
const localStorage = {
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => kept.set(key, value),
  removeItem: (key) => kept.delete(key),
};
const asked = [];
const page = {
  document: { cookie: "", addEventListener() {}, querySelector: () => null, createElement: () => ({}) },
  location: { origin: "http://localhost", hostname: "localhost", href: "http://localhost/", search: "" },
  console: { error() {}, log() {}, warn() {} },
  navigator: { userAgent: "" },
  fetch: async (url, options) => {
    asked.push({ url, client: JSON.parse(atob(options.headers["X-SDK-Client"])) });
    return new Response('{"data": {}}');
  },
  setTimeout: () => 0, clearTimeout() {}, setInterval: () => 0, clearInterval() {}, addEventListener() {},
  localStorage, URL, URLSearchParams, TextEncoder, Intl, Response, btoa, atob, crypto: globalThis.crypto,
};
page.window = page.self = page;
vm.createContext(page);
const file = "node_modules/@stytch/vanilla-js/dist/iife/b2b/index.headless.js";
vm.runInContext(fs.readFileSync(file, "utf8"), page);
const client = vm.runInContext("stytch.createStytchB2BClient('public-token-test-1')", page);

(async () => {
  await client.organization.members.revokeConnectedApp({ member_id: "m", connected_app_id: "a" });
  await client.organization.members.getConnectedApps({ member_id: "m" });
  for (const { url } of asked) console.log(url);
  const ids = new Set(asked.map(({ client }) => client.persistent_id));
  console.log(`${ids.size} persistent ids in ${asked.length} requests`);
  const isAsSeen = asked[2].url.endsWith("/sdk/v1b2b/organizations/members/m/connected_apps") && ids.size === 3;
  process.exit(isAsSeen ? 0 : 1);
})();
JAVASCRIPT
echo "@stytch/vanilla-js $(node -p 'require("./node_modules/@stytch/vanilla-js/package.json").version'), node $(node --version)"
node see.js
