export interface RecordingFetch {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** What was sent, as the platform understands it. */
  readonly requests: Request[];
}

/** Makes a real `Request` of all that is sent, and answers with JSON. */
export function recordingFetch(answer: (request: Request) => unknown): RecordingFetch {
  const requests: Request[] = [];
  return {
    requests,
    fetch: async (url, init) => {
      const request = new Request(url, init);
      requests.push(request);
      return Response.json(answer(request));
    },
  };
}
