import type { AuthModel, MethodModel } from "../model/api-model.js";
import { objectLiteral } from "./object-literal.js";
import type { OutputFile } from "./output-file.js";
import { propertyKey, quote } from "./text.js";

/** What the runtime must know of an operation because it is not as most are: the same for its method and for calls by path. */
export function ownConfig(method: MethodModel, file: OutputFile, isMethod: boolean): string[] {
  const { styles, headers, cookies, contentType, accept, read, authorize, servers, body } = method;
  const rows = Object.entries(styles).flatMap(([place, names]) => {
    const entries = Object.entries(names).map(([name, style]) => `${propertyKey(name)}: ${quote(style)}`);
    return entries.length === 0 ? [] : [`${place}: ${objectLiteral(entries)}`];
  });
  const members: string[] = [];
  if (rows.length > 0 || headers.length > 0 || cookies.length > 0)
    members.push(`write: ${file.useRuntime("parameters")}(${objectLiteral(rows)})`);
  const types = [
    ...(accept === undefined ? [] : [`accept: ${quote(accept)}`]),
    ...(contentType === undefined || body !== "json" ? [] : [`"content-type": ${quote(contentType)}`]),
  ];
  if (types.length > 0) members.push(`headers: ${objectLiteral(types)}`);
  const serializer = serializerOf(method, file, isMethod);
  if (serializer !== undefined) members.push(`serialize: ${serializer}`);
  if (read !== undefined && isMethod) {
    const reader = file.useRuntime(READERS[read.as]);
    members.push(`read: ${read.orJson ? `${file.useRuntime("readJsonOr")}(${reader})` : reader}`);
  }
  if (authorize !== undefined) {
    const schemes = Object.entries(authorize).map(([name, auth]) => `${propertyKey(name)}: ${authText(auth, file)}`);
    members.push(`authorize: ${file.useRuntime("credentialsOf")}(${objectLiteral(schemes)})`);
  }
  if (servers !== undefined && servers.length > 0) {
    const urls = servers.map(({ environment, url }) => `${propertyKey(environment)}: ${quote(url)}`);
    members.push(`server: ${file.useRuntime("operationServer")}(${objectLiteral(urls)})`);
  }
  return members;
}

/** What writes the body, where that is not JSON. A method passes that of a form with files beside its body. */
function serializerOf(
  { body, bodyStyles, contentType }: MethodModel,
  file: OutputFile,
  isMethod: boolean,
): string | undefined {
  switch (body) {
    case "multipart":
      return isMethod ? undefined : file.useRuntime("multipartBody");
    case "form": {
      const styles = Object.entries(bodyStyles).map(([name, style]) => `${propertyKey(name)}: ${quote(style)}`);
      return `${file.useRuntime("formBody")}(${styles.length === 0 ? "" : objectLiteral(styles)})`;
    }
    case "text":
      return `${file.useRuntime("textBody")}(${quote(contentType ?? "")})`;
    case "bytes":
      return `${file.useRuntime("bytesBody")}(${quote(contentType ?? "")})`;
    default:
      return undefined;
  }
}

const READERS = { text: "readText", blob: "readBlob", events: "readEvents" } as const;

/** `"bearer"`, or `keyIn("header", "X-Api-Key")`. */
export function authText(auth: AuthModel, file: OutputFile): string {
  return typeof auth === "string" ? quote(auth) : `${file.useRuntime("keyIn")}(${quote(auth.in)}, ${quote(auth.name)})`;
}
