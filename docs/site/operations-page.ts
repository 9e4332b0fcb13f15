import type { DocumentedApi } from "./read-api.js";

/** How a link to a method begins; `shapeReference` gives it its target. */
export const METHOD = "method:";

/** A page with every operation of an API, each with a link to its method: the way from an HTTP path to the client. */
export function operationsPage({ id, title, version, examples }: DocumentedApi): string {
  const rows = examples.map(({ className, method, call }) => {
    const link = `{@link ${METHOD}${id}/${className}.${method.name} | ${call}}`;
    return `| \`${method.verb.toUpperCase()} ${method.path}\` | ${link} | ${method.summary.replaceAll("|", "\\|")} |`;
  });
  const about = version === undefined ? "" : ` The requests of this client carry the version \`${version}\`.`;
  return `---
title: Operations of ${title}
---

# Operations of ${title}

${examples.length} operations, by path.${about}

| Operation | Method | What it does |
|---|---|---|
${rows.join("\n")}
`;
}
