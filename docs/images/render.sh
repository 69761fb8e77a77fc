#!/bin/sh
# Draw the pictures of the README from a filled workbook: render.sh WORKBOOK
# Needs LibreOffice (soffice), poppler (pdftotext, pdftoppm) and a Chinese font.
set -eu

book=$1
here=$(cd "$(dirname "$0")" && pwd)
for program in soffice pdftotext pdftoppm; do
    command -v "$program" >/dev/null || { echo "画图需要 $program，请先安装 LibreOffice 和 poppler-utils。" >&2; exit 2; }
done

# A profile of its own: a LibreOffice that is open elsewhere would refuse the work, or its settings would show.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to pdf --outdir "$work" "$book" >/dev/null 2>&1
pdf=$(ls "$work"/*.pdf)
pages=$(pdftotext "$pdf" - | tr -cd '\f' | wc -c)

# page TITLE: the number of the first page whose first line is the title.
page() {
    number=1
    while [ "$number" -le "$pages" ]; do
        line=$(pdftotext -f "$number" -l "$number" "$pdf" - | head -n 1 | tr -d '[:space:]')
        [ "$line" = "$1" ] && { echo "$number"; return; }
        number=$((number + 1))
    done
    echo "填好的工作簿里没有“$1”这一页。" >&2
    return 1
}

# draw TITLE NAME X Y W H: one page, cut to the box, in pixels at 110 dpi.
draw() {
    number=$(page "$1")
    pdftoppm -png -r 110 -f "$number" -l "$number" -x "$3" -y "$4" -W "$5" -H "$6" -singlefile "$pdf" "$here/$2"
    echo "已画出 $2.png（第 $number 页 $1）"
}

draw 附件2 filled 55 70 800 740
draw 检查结果 findings 55 70 1180 675

# shoot PAGE NAME HEIGHT: an HTML page in a browser.
shoot() {
    chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$work/browser" \
        --window-size=1240,"$3" --screenshot="$here/$2.png" "$1" >/dev/null 2>&1
    echo "已画出 $2.png（$1）"
}

# The pages of the findings, where they were made beside the workbook.
for page in "$(dirname "$book")"/*.html; do
    [ -e "$page" ] && command -v chromium >/dev/null || continue
    shoot "$page" "$(basename "$page" .html)" 1700
done

# The first page of the findings of the workbook with 300 of them, small.
many=$(dirname "$book")/marked300.xlsx
if [ -e "$many" ]; then
    soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to pdf --outdir "$work" "$many" >/dev/null 2>&1
    pdf=$work/marked300.pdf
    pages=$(pdftotext "$pdf" - | tr -cd '\f' | wc -c)
    number=$(page 检查结果)
    pdftoppm -png -r 72 -f "$number" -l "$number" -x 40 -y 40 -W 765 -H 460 -singlefile "$pdf" "$here/sheet300"
    echo "已画出 sheet300.png（共 $pages 页，第 $number 页）"
fi
