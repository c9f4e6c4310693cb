package org.clipspark.prep.source;

/** How images and text are stored. */
public enum SourceKind {
    /** What the files' names say. */
    AUTO,
    /** Parquet with the image bytes in a column, as img2dataset writes it. */
    PARQUET,
    /** Tar archives whose members share the first part of their name. */
    WEBDATASET,
    /** One folder of images for each class. */
    FOLDERS,
    /** Comma- or tab-separated text with the path of an image and a caption in each line. */
    TABLE
}
