/** The model as one thing: build from a config, embed, learn. Entry points: {@link org.clipspark.model.ClipModel}, {@link org.clipspark.model.ModelConfig}. */
@NullMarked
package org.clipspark.model;

import org.jspecify.annotations.NullMarked;
