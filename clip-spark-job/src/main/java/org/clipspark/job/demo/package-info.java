/** Drawn scenes with captions, to try the whole pipeline without any download. Entry point: {@link org.clipspark.job.demo.DemoScenes}. */
@NullMarked
package org.clipspark.job.demo;

import org.jspecify.annotations.NullMarked;
