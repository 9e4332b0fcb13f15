import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Sandbox, type StepResult, sandbox } from "./sandbox.js";

const RUN = "https://github.example/acme/disputekit/actions/runs/77";

const expressions = (box: Sandbox, api = "whop"): Record<string, string> => ({
  "matrix.api": api,
  "runner.temp": box.folder,
  "github.token": "token",
  "github.server_url": "https://github.example",
  "github.repository": "acme/disputekit",
  "github.run_id": "77",
});

/** What the first job hands on for an API whose `npm run regenerate` has left this `result.json`. */
function handOn(box: Sandbox, api: string, result: object | undefined, files: Record<string, string> = {}): void {
  const clone = box.checkout();
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    writeFileSync(join(clone, path), text);
  };
  if (result !== undefined) write(".regenerate/result.json", JSON.stringify(result));
  for (const [path, text] of Object.entries(files)) write(path, text);
  const step = box.run("regenerate.yml", "regenerate", "Pack the change", {
    in: clone,
    expressions: { ...expressions(box, api), "runner.temp": join(box.folder, "handed", api) },
  });
  expect(step).toMatchObject({ status: 0 });
  mkdirSync(join(box.folder, "changes"), { recursive: true });
  rmSync(changeOf(box, api), { recursive: true, force: true });
  spawnSync("mv", [join(box.folder, "handed", api, "change"), changeOf(box, api)]);
}

const changeOf = (box: Sandbox, api: string) => join(box.folder, "changes", `regenerate-${api}`);

function report(box: Sandbox): StepResult {
  const options = { in: box.checkout(), expressions: expressions(box) };
  return box.run("regenerate.yml", "sources", "Open, update or close the issue", options);
}

const asked = (box: Sandbox): string[][] =>
  box.calls("gh").filter(([noun, verb]) => noun !== "api" && `${noun} ${verb}` !== "label create");
const body = (box: Sandbox): string => readFileSync(join(box.folder, "body.md"), "utf8");
const blocked = (message: string) => ({ status: "broken", failure: { stage: "pull", message } });

const HTML =
  "https://docs.example/openapi.json:1: contract/html at /: A web page with the title `502` came, not an OpenAPI document.";
const end = `The newest run: ${RUN}\n\nThis issue is kept up to date each day, and closed when every document can be read again.\n`;

describe("a document that cannot be read", () => {
  test("opens one issue with the reason; the next day updates it, and one that is green closes it", () => {
    const box = sandbox();
    handOn(box, "whop", blocked(HTML));
    handOn(box, "decisionly", { status: "unchanged" });
    expect(report(box)).toMatchObject({ status: 0 });
    expect(asked(box)).toEqual([
      [
        ...["issue", "create", "--title", "A provider's document cannot be regenerated from"],
        ...["--label", "blocked source", "--body-file", expect.any(String)],
      ],
    ]);
    expect(body(box)).toBe(`\`whop\`:\n\n    ${HTML}\n\n${end}`);

    box.answerGh("api issues", "31\n");
    handOn(box, "decisionly", blocked("nothing came"));
    expect(report(box)).toMatchObject({ status: 0 });
    expect(asked(box).at(-1)).toEqual(["issue", "edit", "31", "--body-file", expect.any(String)]);
    expect(body(box)).toBe(`\`decisionly\`:\n\n    nothing came\n\n\`whop\`:\n\n    ${HTML}\n\n${end}`);

    for (const api of ["whop", "decisionly"]) handOn(box, api, { status: "unchanged" });
    expect(report(box)).toMatchObject({ status: 0 });
    expect(asked(box).at(-1)).toEqual([
      ...["issue", "close", "31", "--comment", `Every document can be read again: ${RUN}`],
    ]);
  });

  test("nothing blocks, and none is open: nothing is asked", () => {
    const box = sandbox();
    for (const api of ["whop", "decisionly"]) handOn(box, api, { status: "unchanged" });
    expect([report(box).status, asked(box)]).toEqual([0, []]);
  });

  test("what a pull request says is no matter of the issue", () => {
    const box = sandbox();
    handOn(box, "decisionly", { status: "unchanged" });
    handOn(box, "whop", blocked("overlay/no-match"), { ".regenerate/labels.txt": "semver: major\nbroken\n" });
    expect([report(box).status, asked(box)]).toEqual([0, []]);
    handOn(box, "whop", { status: "broken" }, { "specs/whop/openapi.yaml": "openapi: 3.1.0\ninfo: {}\n" });
    expect([report(box).status, asked(box)]).toEqual([0, []]);
  });

  test("a run that dies without a word, or before it hands anything on, has no other voice", () => {
    const box = sandbox();
    handOn(box, "whop", undefined);
    expect(report(box).status).toBe(0);
    expect(body(box)).toBe(
      `\`decisionly\`:\n\n    The run ended before it had anything to hand on.\n\n\`whop\`:\n\n    The run ended without a result.\n\n${end}`,
    );
  });
});

describe("a reason that a stranger has made up", () => {
  test.each<[string, string | Buffer]>([
    ["of two lines", "x\n\n# Everything is fine\n"],
    ["that is empty", ""],
    ["of any length", "x".repeat(701)],
    ["with a control character", "x\u001b[2Jy\n"],
    ["that turns round", "x\u202ey\n"],
    ["that is not UTF-8", Buffer.from([0x61, 0xff, 0x0a])],
  ])("%s is replaced, and the run is red", (_name, text) => {
    const box = sandbox();
    handOn(box, "decisionly", { status: "unchanged" });
    handOn(box, "whop", blocked("x"));
    writeFileSync(join(changeOf(box, "whop"), "reason.txt"), text);
    const { status, log } = report(box);
    expect([status, log]).toEqual([1, expect.stringContaining("::error title=Refused::What blocks whop")]);
    expect(body(box)).toBe(`\`whop\`:\n\n    The reason is not one line of text. The log of the run has it.\n\n${end}`);
  });

  test("of one line is code, whatever it has", () => {
    const box = sandbox();
    handOn(box, "decisionly", { status: "unchanged" });
    const hostile = "``` @everyone $(touch pwned) `touch pwned` fixes #1 </code> 漢字";
    handOn(box, "whop", blocked(hostile));
    expect(report(box).status).toBe(0);
    expect(body(box)).toBe(`\`whop\`:\n\n    ${hostile}\n\n${end}`);
    expect(["pwned", "clone-0/pwned", "clone-1/pwned", "clone-2/pwned"].filter(box.exists)).toEqual([]);
  });

  test.each<[string, string, (change: string) => void]>([
    [
      "a link",
      "reason.txt is not a file.",
      (change) => {
        rmSync(join(change, "reason.txt"));
        symlinkSync("/proc/self/environ", join(change, "reason.txt"));
      },
    ],
    ["a file more", "It has a file of another name: x.tmp", (change) => writeFileSync(join(change, "x.tmp"), "")],
    [
      "a link in place of the folder",
      "There is none.",
      (change) => {
        rmSync(change, { recursive: true });
        symlinkSync("/proc/self", change);
      },
    ],
  ])("%s is refused, and nothing is asked", (_name, want, meddle) => {
    const box = sandbox();
    handOn(box, "decisionly", { status: "unchanged" });
    handOn(box, "whop", blocked("x"));
    meddle(changeOf(box, "whop"));
    const { status, log } = report(box);
    expect([status, log]).toEqual([1, expect.stringContaining(`::error title=Not a change::${want}`)]);
    expect(box.calls("gh")).toEqual([]);
  });
});

const hasJq = spawnSync("jq", ["--version"]).status === 0;
if (!hasJq) console.warn("jq is missing: what is asked of GitHub is not tested");

test.runIf(hasJq)("its own issue is found among strangers', and no second one is opened", () => {
  const issue = (number: number, login: string, label: string, more: object = {}) => {
    return { number, state: "open", user: { login }, labels: [{ name: label }], ...more };
  };
  const strangers = Array.from({ length: 500 }, (_, index) => issue(1000 + index, `stranger${index}`, "help wanted"));
  const others = [
    issue(5, "maintainer", "blocked source"),
    issue(6, "github-actions[bot]", "blocked source", { pull_request: {} }),
    issue(7, "github-actions[bot]", "blocked source", { state: "closed" }),
    issue(8, "github-actions[bot]", "release"),
  ];
  const box = sandbox();
  handOn(box, "decisionly", { status: "unchanged" });
  handOn(box, "whop", blocked(HTML));
  box.putOnGitHub("issues", [...strangers, ...others]);
  expect(report(box).status).toBe(0);
  expect(asked(box).map((call) => call.slice(0, 2))).toEqual([["issue", "create"]]);
  box.putOnGitHub("issues", [...strangers, ...others, issue(31, "github-actions[bot]", "blocked source")]);
  expect(report(box).status).toBe(0);
  expect(asked(box).at(-1)?.slice(0, 3)).toEqual(["issue", "edit", "31"]);
});
