/** A constant, exported unless told otherwise, whose value is an object with a line for each member. ts-morph would indent those lines twice. */
export function tableStatement(
  doc: string,
  declaration: string,
  members: readonly string[],
  suffix = "",
  keyword = "export const",
): string {
  const lines = members.map((member) => `  ${member},`);
  return [`/** ${doc} */`, `${keyword} ${declaration} = {`, ...lines, `}${suffix};`].join("\n");
}
