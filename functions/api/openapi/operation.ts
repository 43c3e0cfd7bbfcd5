type Content = Record<string, { schema?: unknown; example?: unknown; examples?: Record<string, unknown> }>;

/** The parts of an operation of an OpenAPI document that are read and completed here. */
export interface Operation {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  security?: unknown[];
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: unknown }[];
  requestBody?: { content?: Content };
  responses?: Record<string, { description?: string; content?: Content }>;
}
