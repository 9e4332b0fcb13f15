import { FormData as UndiciFormData } from "undici";
import { expect, test } from "vitest";
import { client, json } from "../support.js";

/** Forms by path: what openapi-fetch takes for JSON, since it is no form of this realm, among them. */
class OtherForm extends Map<string, unknown> {
  override get [Symbol.toStringTag](): string {
    return "FormData";
  }
}

/** As happy-dom's, which does not say its name. */
class NamelessForm extends FormData {}
Object.defineProperty(NamelessForm.prototype, Symbol.toStringTag, { value: "Object" });

function filled<Form extends { set(name: string, value: string): unknown }>(form: Form): Form {
  form.set("category", "receipt");
  return form;
}

test.each([
  ["the platform", () => filled(new FormData())],
  ["undici's package", () => filled(new UndiciFormData())],
  ["another realm", () => filled(new OtherForm())],
  ["happy-dom", () => filled(new NamelessForm())],
])("a form of %s leaves as bytes with its boundary", async (_name, make) => {
  const { things, sent } = client([json({})]);
  await things.http.POST("/things/{id}/touch", { params: { path: { id: "x" } }, body: make() as never });
  const { body, headers } = sent[0]!;
  expect(headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
  const form = await new Response(body as Uint8Array<ArrayBuffer>, { headers }).formData();
  expect([...form]).toEqual([["category", "receipt"]]);
});

test.each([
  ["a form whose file is of a library", new OtherForm([["file", { name: "a.pdf" }]]), 'form part "file" is an Object'],
  [
    "a form that is a stream, as form-data's is",
    { [Symbol.toStringTag]: "FormData", pipe: () => {} },
    "which JSON cannot hold",
  ],
])("%s is refused", async (_name, body, message) => {
  const { things, sent } = client([]);
  const call = things.http.POST("/things/{id}/touch", { params: { path: { id: "x" } }, body: body as never });
  await expect(call).rejects.toMatchObject({
    name: "InvalidRequestError",
    message: expect.stringContaining(message) as string,
  });
  expect(sent).toEqual([]);
});

test("a method that takes JSON refuses a form", async () => {
  const { things, sent } = client([]);
  await expect(things.create(new FormData() as never)).rejects.toThrow(
    "POST /things: body is a FormData, which JSON cannot hold",
  );
  expect(sent).toEqual([]);
});
