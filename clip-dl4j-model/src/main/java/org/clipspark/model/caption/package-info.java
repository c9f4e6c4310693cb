/** Cleaning of captions, as CLIP's training did it. Entry point: {@link org.clipspark.model.caption.CaptionCleaner}. */
@NullMarked
package org.clipspark.model.caption;

import org.jspecify.annotations.NullMarked;
