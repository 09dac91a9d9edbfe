import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import {
  type Campaign,
  type CampaignRules,
  campaignsQuery,
  changeCampaign,
  createCampaign,
} from '../api/campaigns.ts';
import { ApiError } from '../api/request.ts';
import { LANGUAGES } from '../shell/languages.ts';
import { COLOURS, colourOf, colourWords } from './colour.ts';
import { type FormValues, fieldIn, problemIn, rulesOf, wordsIn } from './form-values.ts';
import { languageName } from './rule-words.ts';

interface FormProps {
  /** The campaign that is changed; a new one is made without. */
  readonly campaign?: Campaign | undefined;
  readonly initial: FormValues;
  readonly onDone: (campaign: Campaign) => void;
  readonly onCancel: () => void;
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly problem: string | undefined;
  readonly children: (attributes: {
    id: string;
    'aria-invalid': boolean;
    'aria-describedby': string;
  }) => ReactNode;
}

function Field({ label, hint, problem, children }: FieldProps): ReactNode {
  const id = useId();
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-invalid': problem !== undefined, 'aria-describedby': `${id}-about` })}
      <p id={`${id}-about`} className={problem === undefined ? 'muted field-hint' : 'field-error'}>
        {problem ?? hint}
      </p>
    </div>
  );
}

/** The words of a field as they are going to be looked for. */
function ReadWords({ text }: { text: string }): ReactNode {
  const words = wordsIn(text);
  if (words.length === 0) return null;
  return (
    <ul className="read-words" aria-label="Read as">
      {words.slice(0, 40).map((word) => (
        <li key={word}>{word}</li>
      ))}
      {words.length > 40 ? <li>and {words.length - 40} more</li> : null}
    </ul>
  );
}

function ColourField({ value, onChange }: { value: string; onChange: (colour: string) => void }): ReactNode {
  const name = useId();
  const choices = COLOURS.includes(value) ? COLOURS : [...COLOURS, value];
  return (
    <fieldset className="colour-field">
      <legend>Colour</legend>
      {choices.map((colour) => (
        <label key={colour} title={colourWords(colour)}>
          <input
            type="radio"
            name={name}
            value={colour}
            checked={colour === value}
            onChange={() => onChange(colour)}
          />
          <span className="colour-choice" style={{ background: colourOf({ colour }) }} aria-hidden="true" />
          <span className="hidden">{colourWords(colour)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function isDate(text: string): boolean {
  return text === '' || /^\d{4}-\d\d-\d\d$/.test(text);
}

/** What a campaign looks for. Refusals of the API stand at the field they speak of. */
export function CampaignForm({ campaign, initial, onDone, onCancel }: FormProps): ReactNode {
  const client = useQueryClient();
  const [values, setValues] = useState(initial);
  const listId = useId();
  const save = useMutation({
    mutationFn: (rules: CampaignRules) =>
      campaign === undefined ? createCampaign(rules) : changeCampaign(campaign.id, rules),
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: campaignsQuery.queryKey });
      onDone(saved);
    },
  });
  const refused = save.error === null ? undefined : save.error.message;
  const field = refused === undefined ? undefined : fieldIn(refused);

  function problemOf(name: keyof FormValues): string | undefined {
    return refused !== undefined && field === name ? problemIn(refused) : undefined;
  }

  function set(name: keyof FormValues): (event: { target: { value: string } }) => void {
    return ({ target }) => setValues((before) => ({ ...before, [name]: target.value }));
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!save.isPending) save.mutate(rulesOf(values));
  }

  return (
    <form className="campaign-form" onSubmit={submit} noValidate={true}>
      <Field label="Name" problem={problemOf('name')}>
        {(attributes) => (
          <input
            {...attributes}
            value={values.name}
            onChange={set('name')}
            maxLength={400}
            autoComplete="off"
          />
        )}
      </Field>
      <Field
        label="Any of these words"
        hint="Words, phrases and #hashtags, one a line. A post counts when one of them is in it as a whole word, in any case."
        problem={problemOf('any')}
      >
        {(attributes) => (
          <>
            <textarea
              {...attributes}
              rows={3}
              value={values.any}
              onChange={set('any')}
              placeholder={'summer sale\n#summersale'}
            />
            <ReadWords text={values.any} />
          </>
        )}
      </Field>
      <Field label="None of these" hint="A post with one of them does not count." problem={problemOf('none')}>
        {(attributes) => (
          <>
            <textarea {...attributes} rows={2} value={values.none} onChange={set('none')} />
            <ReadWords text={values.none} />
          </>
        )}
      </Field>
      <div className="form-row">
        <Field label="Language" hint="Empty: any" problem={problemOf('language')}>
          {(attributes) => (
            <input
              {...attributes}
              value={values.language}
              onChange={set('language')}
              list={`${listId}-languages`}
              placeholder="such as en"
              autoComplete="off"
            />
          )}
        </Field>
        <Field label="Platform" hint="Empty: any" problem={problemOf('platform')}>
          {(attributes) => (
            <input
              {...attributes}
              value={values.platform}
              onChange={set('platform')}
              placeholder="such as bluesky"
              autoComplete="off"
            />
          )}
        </Field>
      </div>
      <div className="form-row">
        <Field label="First day" hint="UTC; empty: from the beginning" problem={problemOf('from')}>
          {(attributes) => (
            <input
              {...attributes}
              type={isDate(values.from) ? 'date' : 'text'}
              value={values.from}
              onChange={set('from')}
            />
          )}
        </Field>
        <Field label="Last day" hint="UTC, included; empty: for ever" problem={problemOf('to')}>
          {(attributes) => (
            <input
              {...attributes}
              type={isDate(values.to) ? 'date' : 'text'}
              value={values.to}
              onChange={set('to')}
            />
          )}
        </Field>
      </div>
      <ColourField value={values.colour} onChange={(colour) => setValues({ ...values, colour })} />
      <datalist id={`${listId}-languages`}>
        {LANGUAGES.map((code) => (
          <option key={code} value={code}>
            {languageName(code)}
          </option>
        ))}
      </datalist>
      {refused !== undefined && field === undefined ? (
        <p className="field-error" role="alert">
          {refused} {save.error instanceof ApiError ? save.error.remedy : ''}
        </p>
      ) : null}
      <footer className="dialog-foot">
        <button type="button" className="button" onClick={onCancel}>
          Cancel
        </button>
        <button type="submit" className="button primary" disabled={save.isPending}>
          {campaign === undefined ? 'Make the campaign' : 'Save'}
        </button>
      </footer>
      {campaign === undefined ? null : (
        <p className="muted field-hint">
          With other words, stored posts are looked through again; until then the figures are those of the
          words before.
        </p>
      )}
    </form>
  );
}
