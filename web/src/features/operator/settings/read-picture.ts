import { maxLogoBytes } from '@keyturn/contract';

/** A picture that was chosen and can be shown: `url` holds all of it, because the content security policy allows no other. */
export type ChosenPicture = { file: File; url: string };

type Outcome = ChosenPicture | { refused: 'too-large' | 'unreadable'; file: File };

/** Reads a file that was chosen as logo, and makes sure before it is sent that browsers can show it. */
export async function readPicture(file: File): Promise<Outcome> {
  if (file.size > maxLogoBytes) return { refused: 'too-large', file };
  try {
    const url = await readDataUrl(file);
    const image = new Image();
    image.src = url;
    await image.decode();
    return { file, url };
  } catch {
    return { refused: 'unreadable', file };
  }
}

const readDataUrl = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () =>
      typeof reader.result === 'string' ? resolve(reader.result) : reject(new Error('no text')),
    );
    reader.addEventListener('error', () => reject(reader.error ?? new Error('unreadable')));
    reader.readAsDataURL(file);
  });
