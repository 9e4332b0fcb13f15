import type { ApiModel, MethodModel, ResourceModel } from "./api-model.js";

/** A method, the resource that has it, and what callers write: `whop.disputes.list`. */
export interface PlacedMethod {
  readonly resource: ResourceModel;
  readonly method: MethodModel;
  readonly fullName: string;
}

/** Every method of an API, those of a resource before those of its children. */
export function placedMethods({ id, resources }: Pick<ApiModel, "id" | "resources">): PlacedMethod[] {
  return resourcesOf(resources).flatMap((resource) =>
    resource.methods.map((method) => ({
      resource,
      method,
      fullName: [id, ...resource.path, method.name].join("."),
    })),
  );
}

/** Every resource of the tree, parents first. */
export function resourcesOf(resources: readonly ResourceModel[]): ResourceModel[] {
  return resources.flatMap((resource) => [resource, ...resourcesOf(resource.children)]);
}
