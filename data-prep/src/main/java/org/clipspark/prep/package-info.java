/** The command that turns image-text sources into shards, and the order of its stages. Entry point: {@link
 * org.clipspark.prep.PrepareData}. */
@NullMarked
package org.clipspark.prep;

import org.jspecify.annotations.NullMarked;
