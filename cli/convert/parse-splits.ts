import { InvalidInput } from '../../shared/errors.ts';

/** `train=0.8,val=0.1,test=0.1` → shares; they need not sum to one. Throws InvalidInput. */
export function parseSplits(text: string): { name: string; share: number }[] {
  const shares = text.split(',').map((part) => {
    const [name, value] = part.split('=');
    const share = Number(value);
    if (name.trim() === '' || value === undefined || !(share > 0)) {
      throw new InvalidInput(`"${part}" is not a split; write them as train=0.8,val=0.1,test=0.1.`);
    }
    return { name: name.trim(), share };
  });
  if (new Set(shares.map((one) => one.name)).size !== shares.length)
    throw new InvalidInput('A split is named twice.');
  return shares;
}
