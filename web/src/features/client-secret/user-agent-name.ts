/** "python-requests" of "python-requests/2.32.5 (…)": what people recognise their system by. */
export const userAgentName = (userAgent: string): string =>
  /^[^\s/(]+/.exec(userAgent.trim())?.[0] ?? userAgent;
