import { componentOf } from "../load/openapi.js";
import type { Difference } from "./compare-with-body.js";
import type { ContractBody } from "./contract-bodies.js";

/** What a sample is a sample of, in the package's terms. */
export interface Concern {
  /** `response 200 of decisionly.v2.cases.retrieve`, `event case.created` */
  readonly is: string;
  readonly role: ContractBody["role"];
  readonly operationIds: readonly string[];
  readonly methods: readonly string[];
  /** The affected method, event or operation: how a message begins. */
  readonly subject: string;
}

/** What the package calls the parts of a contract. */
export interface PackageNames {
  /** The method for an operationId: `decisionly.v2.cases.retrieve`. */
  readonly methods: ReadonlyMap<string, string>;
  /** The type for an event: `CaseCreatedEvent`. */
  readonly eventTypes: ReadonlyMap<string, string>;
}

/** @param bodies of one schema, at least one */
export function concernOf({ methods, eventTypes }: PackageNames, bodies: readonly ContractBody[]): Concern {
  const [body] = bodies;
  if (body === undefined) throw new Error("a sample is compared with a body");
  const operationIds = [...new Set(bodies.flatMap(({ operationId }) => operationId ?? []))];
  const named = operationIds.flatMap((id) => methods.get(id) ?? []);
  if (body.event !== null) {
    const type = eventTypes.get(body.event);
    const subject = `webhook event ${body.event} (no method${type === undefined ? "" : `; type \`${type}\``})`;
    return { is: `event ${body.event}`, role: "event", operationIds, methods: [], subject };
  }
  const owners = named.length > 0 ? named : operationIds;
  const subject = `${owners[0]}${owners.length > 1 ? ` and ${owners.length - 1} more` : ""}`;
  const part = body.role === "request" ? "request" : `response ${body.status}`;
  return { is: `${part} of ${subject}`, role: body.role, operationIds, methods: named, subject };
}

/** One line: what is affected, how it differs, and what that means for a caller. */
export function messageOf({ subject, role }: Concern, difference: Difference): string {
  return `${subject}: ${what(difference, role === "request")}`;
}

function what({ kind, severity, at, pointer, expected, found }: Difference, sent: boolean): string {
  const field = at === "" ? "the body" : `\`${fieldOf(at)}\``;
  const schema = schemaOf(pointer);
  switch (kind) {
    case "unknown-field": {
      if (severity === "contradicts") return `${schema} allows no field ${field}, and the sample has one.`;
      const effect = sent ? "cannot send it" : "receive it without a type";
      return `${schema} has no field ${field} (${found} in the sample); callers ${effect}.`;
    }
    case "unknown-value": {
      const effect = sent ? "callers cannot send it." : "it arrives as an unknown value.";
      return `${field} is ${found} in the sample, which ${schema} does not list; ${effect}`;
    }
    case "null":
      return `${field} is null in the sample, which the contract does not allow (${expected}).`;
    case "missing-field":
      return `${schema} requires ${field}, and the sample lacks it.`;
    case "wrong-type":
      return `${field} is of type ${found} in the sample, and of type ${expected} in the contract.`;
    case "wrong-constant":
      return `${field} is ${found} in the sample, and always ${expected} in the contract.`;
    case "wrong-format":
      return `${field} is not of the format ${expected} that the contract names.`;
    case "out-of-bounds":
      return `${field} is ${found} in the sample, and the contract says ${expected}.`;
  }
}

/** `/data/3/card/last4` as `data[].card.last4`, quoted where a name is not a plain word. */
function fieldOf(pointer: string): string {
  return pointer
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((name, index) => {
      if (/^\d+$/.test(name)) return "[]";
      const plain = /^[\w$-]{1,80}$/.test(name) ? name : JSON.stringify(name.slice(0, 80)).replaceAll("`", "'");
      return index === 0 ? plain : `.${plain}`;
    })
    .join("");
}

/** The name of the component that a pointer leads into. */
function schemaOf(pointer: string): string {
  const component = /^\/components\/schemas\/[^/]+/.exec(pointer)?.[0];
  return component === undefined ? "the contract" : `\`${componentOf(`#${component}`)}\``;
}
