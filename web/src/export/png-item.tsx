import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { errorOf } from '../panels/boundary.tsx';
import { partQuery } from '../parts/part.ts';
import { panelPng } from '../parts/parts.ts';
import { Icon } from '../shell/icons.tsx';

interface PngItemProps {
  /** The panel that is to be saved. */
  readonly id: string;
  readonly disabled: boolean;
  readonly onDone: () => void;
}

/** Saves a panel as a picture. When it cannot, the menu stays open and says why. */
export function PngItem({ id, disabled, onDone }: PngItemProps): ReactNode {
  const client = useQueryClient();
  const [failure, setFailure] = useState<string>();

  async function save(): Promise<void> {
    setFailure(undefined);
    try {
      const download = await client.fetchQuery(partQuery(panelPng));
      await download(id);
      onDone();
    } catch (error) {
      setFailure(errorOf(error).message);
    }
  }

  return (
    <li>
      <button type="button" className="menu-item" disabled={disabled} onClick={() => void save()}>
        <Icon name="image" /> Download PNG
      </button>
      {failure === undefined ? null : (
        <p className="menu-failure" role="alert">
          No picture: {failure}
        </p>
      )}
    </li>
  );
}
