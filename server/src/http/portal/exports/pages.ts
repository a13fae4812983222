type Listed<View, Position> = { views: View[]; next: Position | null };

/** How many entries of a list are read at once. */
export const limit = 200;

/** What a list's query says of pages, which a file has none of. */
export const notPaged = { limit: true, cursor: true } as const;

/** Where a listing goes on, as its use-case has it. */
export type After<List extends (...input: never[]) => Promise<Listed<unknown, unknown>>> = Awaited<
  ReturnType<List>
>['next'];

/** Every page of a listing, one after the other. */
export async function* pagesOf<View, Position>(
  list: (after: Position | null) => Promise<Listed<View, Position>>,
): AsyncGenerator<View[]> {
  let after: Position | null = null;
  do {
    const { views, next }: Listed<View, Position> = await list(after);
    yield views;
    after = next;
  } while (after !== null);
}
