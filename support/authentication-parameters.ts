import { defineParameterType } from '@cucumber/cucumber';
import { WRONG_ANSWERS } from '#procedures/pass-three';
import { WRONG_PASSWORDS } from '#procedures/passwords';
import { WEAK_RELEASE_NAMES } from '#procedures/release';
import { WEAKER_MECHANISMS } from '#procedures/weaker-mechanisms';

/** Words of features for which the procedures have a meaning; a procedure's own table is the list. */
function words(name: string, list: readonly string[]): void {
  defineParameterType({ name, regexp: list, transformer: (text: string) => text });
}

words('wrongPassword', WRONG_PASSWORDS);
words('weakerMechanism', WEAKER_MECHANISMS);
words('wrongAnswer', WRONG_ANSWERS);
words('weakRelease', WEAK_RELEASE_NAMES);
