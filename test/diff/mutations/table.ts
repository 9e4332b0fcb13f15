import type { Mutation } from "./mutation.js";
import { answerFields } from "./rows/answer-fields.js";
import { answerShapes } from "./rows/answer-shapes.js";
import { events } from "./rows/events.js";
import { operations } from "./rows/operations.js";
import { parameterPlaces } from "./rows/parameter-places.js";
import { queryParameters } from "./rows/query-parameters.js";
import { requestFields } from "./rows/request-fields.js";
import { requestShapes } from "./rows/request-shapes.js";
import { sameMeaning } from "./rows/same-meaning.js";
import { securityAndServers } from "./rows/security-and-servers.js";
import { sharedComponents } from "./rows/shared-components.js";

/** In two halves, so that two workers share them. */
export const halves: readonly [readonly Mutation[], readonly Mutation[]] = [
  [...operations, ...queryParameters, ...parameterPlaces, ...requestFields, ...requestShapes],
  [...answerFields, ...answerShapes, ...events, ...sharedComponents, ...securityAndServers, ...sameMeaning],
];

/** Every mutation. */
export const table: readonly Mutation[] = halves.flat();
