/**
 * Weights from and to other programs: files of open_clip, OpenAI, Hugging Face's transformers and PyTorch in, open_clip's
 * folder out. Entry points: {@link org.clipspark.model.exchange.ForeignModel} and {@link
 * org.clipspark.model.exchange.OpenClipFolder}.
 */
@NullMarked
package org.clipspark.model.exchange;

import org.jspecify.annotations.NullMarked;
