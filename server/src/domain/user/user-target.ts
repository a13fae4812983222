/** A portal user as the target of an audit event. */
export const userTarget = ({ id, name }: { id: string; name: string }) => ({ type: 'user', id, name });
