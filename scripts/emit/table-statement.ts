/** An exported constant whose value is an object with a line for each member. ts-morph would indent those lines twice. */
export function tableStatement(doc: string, declaration: string, members: readonly string[], suffix = ""): string {
  const lines = members.map((member) => `  ${member},`);
  return [`/** ${doc} */`, `export const ${declaration} = {`, ...lines, `}${suffix};`].join("\n");
}
