/** A place outside that exports may be written to. */
export interface ExportDestination {
  name: string;
  /** `s3://bucket/prefix/`, or a folder of the machine. */
  location: string;
}
