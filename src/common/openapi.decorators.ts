import type * as swagger from '@nestjs/swagger';

type Swagger = typeof swagger;
type DecoratorName = Extract<keyof Swagger, `Api${string}`>;
type Decorator = (...target: unknown[]) => unknown;

const notes: ((library: Swagger) => void)[] = [];

/**
 * The decorator of @nestjs/swagger that has this name, but kept until somebody asks for the OpenAPI document:
 * loading the library is a tenth of a start, and production shows no document unless told to.
 */
function noted<Name extends DecoratorName>(name: Name): Swagger[Name] {
  const note =
    (...options: unknown[]): Decorator =>
    (...target) => {
      notes.push((library) => {
        const decorate = library[name] as (...all: unknown[]) => Decorator;
        decorate(...options)(...target);
      });
    };
  return note as unknown as Swagger[Name];
}

/** Tells the library what was noted since the last time. */
export function applyNotes(library: Swagger): void {
  for (const apply of notes.splice(0)) apply(library);
}

export const ApiAcceptedResponse = noted('ApiAcceptedResponse');
export const ApiBody = noted('ApiBody');
export const ApiExtension = noted('ApiExtension');
export const ApiHeader = noted('ApiHeader');
export const ApiNoContentResponse = noted('ApiNoContentResponse');
export const ApiOkResponse = noted('ApiOkResponse');
export const ApiOperation = noted('ApiOperation');
export const ApiParam = noted('ApiParam');
export const ApiProperty = noted('ApiProperty');
export const ApiQuery = noted('ApiQuery');
export const ApiResponse = noted('ApiResponse');
export const ApiSecurity = noted('ApiSecurity');
export const ApiTags = noted('ApiTags');
