import { MunjigiClient } from '@munjigi/client';

/** This page's client; its server answers in the language the page is shown in. */
export const client = new MunjigiClient({
  baseUrl: import.meta.env.VITE_API_URL,
  fetch: (input, init) => {
    const request = new Request(input, init);
    request.headers.set('Accept-Language', document.documentElement.lang);
    return fetch(request);
  },
});
