/**
 * Weights from and to other programs: safetensors under open_clip's or Hugging Face's names in, open_clip's folder out.
 * Entry points: {@link org.clipspark.model.exchange.ForeignModel} and {@link org.clipspark.model.exchange.OpenClipFolder}.
 */
@NullMarked
package org.clipspark.model.exchange;

import org.jspecify.annotations.NullMarked;
