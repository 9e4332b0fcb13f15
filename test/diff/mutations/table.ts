import type { Mutation } from "./mutation.js";
import { events } from "./rows/events.js";
import { operations } from "./rows/operations.js";
import { parameterLocations } from "./rows/parameter-locations.js";
import { queryParameters } from "./rows/query-parameters.js";
import { requestFields } from "./rows/request-fields.js";
import { requestSchemas } from "./rows/request-schemas.js";
import { responseFields } from "./rows/response-fields.js";
import { responseSchemas } from "./rows/response-schemas.js";
import { sameMeaning } from "./rows/same-meaning.js";
import { securityAndServers } from "./rows/security-and-servers.js";
import { sharedComponents } from "./rows/shared-components.js";

/** In two halves, so that two workers share them. */
export const halves: readonly [readonly Mutation[], readonly Mutation[]] = [
  [...operations, ...queryParameters, ...parameterLocations, ...requestFields, ...requestSchemas],
  [...responseFields, ...responseSchemas, ...events, ...sharedComponents, ...securityAndServers, ...sameMeaning],
];

/** Every mutation. */
export const table: readonly Mutation[] = halves.flat();
