# build.rb SOURCE OUTPUT: what Jekyll makes of each post of a site, as a list in JSON.
#
# No plugin and no theme of the site is loaded, no layout is applied, and nothing is
# written but OUTPUT. A post that would end Jekyll's build is told with its error.

require "json"
require "jekyll"

SOURCE, OUTPUT = ARGV
FORCED = {
  "source" => SOURCE, "destination" => "#{OUTPUT}.site", "safe" => true,
  "plugins" => [], "theme" => false, "layouts_dir" => "_no_layouts",
  "markdown" => "kramdown", "highlighter" => "rouge", "disable_disk_cache" => true,
  "incremental" => false, "limit_posts" => 0, "strict_front_matter" => false,
  "quiet" => true
}.freeze
REFUSED = {}

# The configuration may hold Ruby's symbols, which Debian's Jekyll refuses to read.
module Symbols
  def safe_load_yaml(yaml)
    Psych.safe_load(yaml, permitted_classes: [Date, Time, Symbol], aliases: true)
  end
end
Jekyll::Utils.singleton_class.prepend(Symbols)

# Keeps what Jekyll says of a file that it cannot read, and goes on without the file.
module Refusing
  def handle_read_error(error)
    REFUSED[relative_path] = error.message
  end
end
Jekyll::Document.prepend(Refusing)

def front_matter?(document)
  text = File.read(document.path, **Jekyll::Utils.merged_file_read_opts(document.site, {}))
  text.match?(Jekyll::Document::YAML_FRONT_MATTER_REGEXP)
end

def shown(site, document)
  document.output = Jekyll::Renderer.new(site, document, site.site_payload).run
  {
    "path" => document.relative_path, "title" => document.data["title"].to_s,
    "date" => document.date.iso8601, "url" => document.url,
    "categories" => document.data.fetch("categories", []),
    "html" => document.content.to_s, "is_bare" => !front_matter?(document)
  }
rescue StandardError, SystemStackError => e
  REFUSED[document.relative_path] ||= e.message
  nil
end

Jekyll.logger.log_level = :error
site = Jekyll::Site.new(Jekyll.configuration(FORCED))
site.reset
site.read
dated = site.collections.values.select(&:write?).flat_map(&:docs)
dated = dated.select { |one| one.data.key?("date") }.uniq
posts = dated.map { |one| REFUSED.key?(one.relative_path) ? nil : shown(site, one) }
File.write(OUTPUT, JSON.generate("posts" => posts.compact, "refused" => REFUSED))
